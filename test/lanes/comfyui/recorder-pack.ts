/**
 * The node pack that was installed when the recordings were made, as Python:
 * RecSleep sleeps in steps and sees interrupts, RecRaise fails after a sleep.
 */
export const recorderPack = `
import time
from comfy.model_management import throw_exception_if_processing_interrupted
from comfy.utils import ProgressBar

class RecSleep:
    CATEGORY = "test"
    FUNCTION = "run"
    RETURN_TYPES = ("IMAGE",)

    @classmethod
    def INPUT_TYPES(cls):
        return {
            "required": {
                "image": ("IMAGE",),
                "nonce": ("INT", {"default": 0, "max": 2**31}),
                "seconds": ("FLOAT", {"default": 1.0, "max": 10000.0}),
                "steps": ("INT", {"default": 1, "max": 10000}),
            }
        }

    def run(self, image, nonce, seconds, steps):
        bar = ProgressBar(steps)
        for _ in range(steps):
            time.sleep(seconds / steps)
            throw_exception_if_processing_interrupted()
            bar.update(1)
        return (image,)

class RecRaise(RecSleep):
    def run(self, image, nonce, seconds, steps):
        time.sleep(seconds)
        raise ValueError("deliberate failure in a node")

NODE_CLASS_MAPPINGS = {"RecRaise": RecRaise, "RecSleep": RecSleep}
`

/** A job that lasts for so long, in steps of 0.2 s. */
export function sleepFor(seconds: number): Readonly<Record<string, unknown>> {
  const empty = { batch_size: 1, color: 1, height: 8, width: 8 }
  const steps = Math.round(seconds * 5)
  const inputs = { image: ["1", 0], nonce: 1, seconds, steps }
  return {
    "1": { class_type: "EmptyImage", inputs: empty },
    "2": { class_type: "RecSleep", inputs },
    "3": { class_type: "PreviewImage", inputs: { images: ["2", 0] } },
  }
}

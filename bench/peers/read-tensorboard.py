"""Reads what write-tensorboard.mjs wrote with TensorBoard's own reader, and checks it."""
import sys

from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

events = EventAccumulator(sys.argv[1], size_guidance={"scalars": 0, "images": 0, "histograms": 0})
events.Reload()

losses = events.Scalars("loss")
assert [event.step for event in losses] == list(range(1, 41)), [event.step for event in losses]
assert [event.value for event in losses] == [0.5 * step for step in range(1, 41)]
assert [(event.step, event.value) for event in events.Scalars("score")] == [(20, -20.0), (40, -40.0)]

images = events.Images("squares")
assert [event.step for event in images] == [20, 40]
assert all(image.encoded_image_string.startswith(b"\x89PNG") for image in images)
assert (images[0].width, images[0].height) == (28, 18), (images[0].width, images[0].height)

histograms = events.Histograms("weight")
assert [event.step for event in histograms] == [20, 40]
value = histograms[0].histogram_value
assert (value.min, value.max, value.num, value.sum) == (0, 29, 30, 435)
assert list(value.bucket) == [1] * 30, list(value.bucket)
print(f"tensorboard: {len(losses)} losses, {len(images)} images, {len(histograms)} histograms")

"""Reads what write-safetensors.mjs wrote with Hugging Face's reader, checks it, and writes a file for check-safetensors.mjs."""
import sys

import numpy as np
from safetensors import safe_open
from safetensors.numpy import load_file, save_file

folder = sys.argv[1]
path = f"{folder}/from-genlab.safetensors"
tensors = load_file(path)
assert sorted(tensors) == ['a/b é "quoted"', "flags", "none", "w"], sorted(tensors)
expected = np.array([[1, -0.0, 1e-45], [3.4e38, -np.inf, 0.1]], dtype=np.float32)
assert tensors["w"].dtype == np.float32 and tensors["w"].tobytes() == expected.tobytes()
assert tensors['a/b é "quoted"'].dtype == np.int32 and tensors['a/b é "quoted"'].shape == () and tensors['a/b é "quoted"'] == -7
assert tensors["flags"].dtype == np.bool_ and tensors["flags"].tolist() == [True, False, True]
assert tensors["none"].shape == (0, 4)
with safe_open(path, framework="np") as file:
    assert file.metadata() == {"made": "by GenLab"}, file.metadata()

back = {"x": np.arange(6, dtype=np.float32).reshape(2, 3) / 7, "n": np.array([2, -3], dtype=np.int32), "yes": np.array(True)}
save_file(back, f"{folder}/from-python.safetensors", metadata={"made": "by Python"})
print(f"safetensors: {len(tensors)} tensors read, {len(back)} written")

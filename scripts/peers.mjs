// npm run peers: files of ours read by the programs they are made for, where Python has them (PYTHON names an interpreter; python3).
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { prepare } from './lib/prepare.mjs';
import { root, run } from './lib/run.mjs';

const python = process.env.PYTHON ?? 'python3';
const peers = { safetensors: 'Hugging Face’s safetensors, both ways', tensorboard: 'TensorBoard’s own reader' };

await prepare();
for (const [name, reader] of Object.entries(peers)) {
  if (spawnSync(python, ['-c', `import ${name}`]).status !== 0) {
    process.stdout.write(`not run: ${reader}, as ${python} has no ${name}\n`);
    continue;
  }
  const folder = mkdtempSync(join(tmpdir(), `genlab-${name}-`));
  const peer = (file) => join(root, 'bench/peers', file);
  let code = 0;
  for (const [program, file] of [
    [process.execPath, `write-${name}.mjs`],
    [python, `read-${name}.py`],
    [process.execPath, `check-${name}.mjs`], // of what Python wrote, where it writes something
  ]) {
    if (code === 0 && existsSync(peer(file))) ({ code } = await run(program, [peer(file), folder]));
  }
  process.stdout.write(code === 0 ? `ok: ${reader}\n` : `FAILED: ${reader}\n`);
  process.exitCode ||= code;
  rmSync(folder, { recursive: true });
}

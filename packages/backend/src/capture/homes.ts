import * as tf from '@tensorflow/tfjs-core';
import type { GenlabBackend } from '../genlab-backend.js';
import type { Block } from '../memory/allocator.js';
import type { Stored } from '../memory/stored.js';
import { bytesAt, copyBytes, moveOut, tensorFrom } from './placement.js';

/** The place where a program expects a variable's data before it runs, and leaves it afterwards. */
interface Home {
  readonly variable: tf.Variable;
  readonly block: Block;
}

/** The variables of a captured step at their places, whatever is assigned to them in between. */
export class Homes {
  private homes: Home[];

  /** Makes the place where each variable is now its home. */
  constructor(private readonly backend: GenlabBackend) {
    const variables = Object.values(tf.engine().registeredVariables).filter(({ dtype }) => dtype !== 'string' && dtype !== 'complex64');
    this.homes = variables.map((variable) => {
      const shared = backend.dataOf(variable);
      shared.resident();
      if (shared.refCount > 1) assign(variable, tensorFrom(backend, shared.block as Block, variable));
      const stored = backend.dataOf(variable);
      stored.borrowed = true;
      return { variable, block: stored.block as Block };
    });
  }

  /** The data of every variable. */
  get data(): Stored[] {
    return this.homes.map(({ variable }) => this.backend.dataOf(variable));
  }

  /** Whether every variable still lives. */
  get alive(): boolean {
    return this.homes.every(({ variable }) => !variable.isDisposed);
  }

  /** Calls back for each variable that is not at home, with where it is and where it should be. */
  forEachAway(callback: (stored: Stored, home: Block) => void): void {
    for (const { variable, block } of this.homes) {
      const stored = this.backend.dataOf(variable);
      if (stored.block !== block) callback(stored, block);
    }
  }

  /** Leaves out the variables that a step had nothing to do with. */
  keep(used: readonly boolean[]): void {
    for (const [i, home] of this.homes.entries()) if (!used[i]) this.leave(home);
    this.homes = this.homes.filter((_, i) => used[i]);
  }

  /** Brings every variable home, and away from tensors that share its data: those keep their values. */
  bringBack(): void {
    for (const { variable, block } of this.homes) {
      const stored = this.backend.dataOf(variable);
      if (stored.block === block && stored.refCount === 1) continue;
      if (stored.block === block) moveOut(this.backend, stored);
      copyBytes(this.backend, { offset: stored.resident() }, block, stored.bytes);
      assign(variable, this.backend.tensorAt(block, variable));
    }
  }

  /** The values of every variable, as a copy. */
  read(): Uint8Array[] {
    return this.homes.map(({ block, variable }) => bytesAt(this.backend, block, this.backend.dataOf(variable).bytes).slice());
  }

  /** Writes values back into the homes. */
  write(values: readonly Uint8Array[]): void {
    for (const [i, { block }] of this.homes.entries()) {
      const bytes = values[i] as Uint8Array;
      bytesAt(this.backend, block, bytes.length).set(bytes);
    }
  }

  /** Gives the places back: to the variables that are there, else to the allocator. */
  dispose(): void {
    for (const home of this.homes) this.leave(home);
    this.homes = [];
  }

  private leave({ variable, block }: Home): void {
    const stored = variable.isDisposed ? undefined : this.backend.dataOf(variable);
    if (stored?.block === block) stored.borrowed = false;
    else this.backend.linear.allocator.release(block);
  }
}

function assign(variable: tf.Variable, tensor: tf.Tensor): void {
  variable.assign(tensor);
  tensor.dispose();
}

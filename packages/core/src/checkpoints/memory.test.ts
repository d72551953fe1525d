import { describe } from 'vitest';
import { storeContract } from '../../test/stores.js';
import { memory } from './memory.js';

describe('memory', () => storeContract(memory));

/**
 * For tests of models of one's own.
 * @module @genlab/core/testing
 */
export { type ModelContractOptions, modelContract } from './testing/model-contract.js';

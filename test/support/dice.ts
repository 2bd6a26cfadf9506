export { Dice } from '../../workers/cli/simulate/dice.js';

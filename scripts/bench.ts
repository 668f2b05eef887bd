export { main } from '../test/bench/run';

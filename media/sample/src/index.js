export { parseDuration } from './parse.js';

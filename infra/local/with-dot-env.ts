// Loaded before a process that is started by hand (package.json): npm start does the same for all.
import { loadDotEnv } from './dot-env.js';
import { tell } from './errors.js';

try {
  loadDotEnv();
} catch (error) {
  console.error(tell(error));
  process.exit(2);
}

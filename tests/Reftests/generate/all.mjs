// Writes the generated documents again. They are committed: run this after a change of a generator, then record.
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { boxes } from './boxes.mjs';
import { Collection } from './document.mjs';
import { flex } from './flex.mjs';
import { grid } from './grid.mjs';
import { random } from './random.mjs';

const COMMITTED_OF_EACH_PROFILE = 30;

const set = new Collection(join(dirname(dirname(fileURLToPath(import.meta.url))), 'documents'));
flex(set);
grid(set);
boxes(set);
random(set, 1, COMMITTED_OF_EACH_PROFILE);
console.log(`${set.documents.size} documents, ${set.write()} written`);

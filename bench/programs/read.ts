import { readData, taskFromCommandLine } from './program';

// Reads plain data, and does nothing with it: what is no part of the work of rows that start from it.
readData(taskFromCommandLine());

/** Rooms from the ground up: paths below src/, as parts of regular expressions. */
export declare const FLOORS: readonly (readonly string[])[];

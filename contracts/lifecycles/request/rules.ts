/**
 * The rules of the engine by which a request is worked, as a number. They are pinned when it is submitted,
 * as its manual is: what comes later asks nothing new of it, and its history stays true. Since 1, an
 * approval waits for the steps that the manual does not leave to the official, what is issued for a time
 * says until when, and the agency is reminded of what it owes as long as it owes it.
 */
export const requestRules = 1;

/**
 * Undoes the work of a test method by one rollback, wherever in the application it was done: all connections of a pool share
 * one connection to the server and its one transaction, and the application's own transactions become savepoints in it.
 */
package io.quarkiverse.isolatedschema.runtime.rollback;

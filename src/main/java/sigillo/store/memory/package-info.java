/** The store in memory, for tests. */
package sigillo.store.memory;

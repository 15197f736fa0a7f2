/**
 * Several servers over one store: who lives, whose work has passed on, and what others have committed. Everything is
 * rows of the store, and time is each server's own monotonic clock, so clocks on walls need not agree (decision 0021).
 */
package sigillo.nodes;

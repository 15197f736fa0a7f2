/** Addresses that accounts make for somebody: their names, what their owners note of them, and when mail came to them. */
package sigillo.masked;

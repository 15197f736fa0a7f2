/**
 * The configuration file. {@link sigillo.main.config.Declared} names every setting once, with its kind, default and
 * comment; from that one place it is read, checked and shown.
 */
package sigillo.main.config;

/** A message on its way through the server: in memory up to a bound, beyond that in a file under a throw-away key. */
package sigillo.spool;

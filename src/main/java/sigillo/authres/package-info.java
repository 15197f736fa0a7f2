/** Authentication-Results, RFC 8601: what a server found out about a message, written and read. */
package sigillo.authres;

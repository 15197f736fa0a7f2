/**
 * Reports of our own to others, on TLS (RFC 8460) and on mail in their name (RFC 9990), and those of others on our domains,
 * told to the operator. What is seen is counted ({@link sigillo.reporting.Tallies}) and sent once a day ({@link
 * sigillo.reporting.Reporting}); nothing is told of reports themselves.
 */
package sigillo.reporting;

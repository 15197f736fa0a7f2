/**
 * The language of JMAP: RFC 8620. JSON in, values out, and back: requests with their calls, references to results of
 * earlier calls, arguments, errors, windows of queries. Knows no socket, no account and no clock. All that is read is
 * bounded by {@link sigillo.jmap.JmapLimits}.
 */
package sigillo.jmap;

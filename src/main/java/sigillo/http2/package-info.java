/**
 * HTTP/2 as a server (RFC 9113, RFC 7541). Header blocks are read by {@link sigillo.http2.HpackReader}. Each bound is in
 * {@link sigillo.http2.Http2Limits}; decision 0037 says why these.
 */
package sigillo.http2;

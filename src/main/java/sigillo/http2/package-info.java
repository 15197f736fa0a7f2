/**
 * HTTP/2 as a server (RFC 9113, RFC 7541). {@link sigillo.http2.FrameReader} puts frames together,
 * {@link sigillo.http2.HpackReader} reads header
 * blocks, {@link sigillo.http2.Streams} decides what is done with both. Each bound is in
 * {@link sigillo.http2.Http2Limits}; decision 0037 says why these.
 */
package sigillo.http2;

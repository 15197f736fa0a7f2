/**
 * HTTP/2 as a server (RFC 9113, RFC 7541), over the wires of {@link sigillo.net} and before the same {@link sigillo.http.Answering} as
 * HTTP/1.1: no page knows which carried it. {@link sigillo.http2.FrameReader} puts frames together, {@link sigillo.http2.HpackReader}
 * reads header blocks, {@link sigillo.http2.Streams} decides what is done with both, {@link sigillo.http2.Http2Connection} does it.
 * Each bound is in {@link sigillo.http2.Http2Limits}; decision 0037 says why these.
 */
package sigillo.http2;

/**
 * Senders of mail that is sent on, rewritten to addresses of ours that lead back to them: the Sender Rewriting Scheme
 * (Mengwong Wong, 2004), as SRS0 and SRS1. Values in, values out.
 */
package sigillo.srs;

/**
 * S/MIME (RFC 8551) as far as signatures of messages go: which messages have one, and whether it is their author's. No
 * socket: nobody elsewhere is asked, so that no sender learns that his mail is read.
 */
package sigillo.smime;

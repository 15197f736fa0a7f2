/**
 * JMAP over HTTPS: RFC 8620 and RFC 8621 without submission, RFC 8887. {@link
 * sigillo.jmapd.JmapDoor} answers what {@link sigillo.http} carries; {@link sigillo.jmapd.Calls} carries out the calls
 * of a request, one after the other, by {@link sigillo.jmapd.Methods}. Nothing is remembered between two requests: each
 * signs in, and holds the account open until its reply was sent; after that keys stay for the keyring's grace. States
 * are revisions of the account (decision 0033).
 */
package sigillo.jmapd;

/**
 * Mail as files of others: mbox (RFC 4155), Maildir, single messages, and trees of them, as mail programs and servers leave
 * them. {@link sigillo.archive.Archives} finds out which; {@link sigillo.archive.Import} puts what it reads into an account,
 * each message once however often it is tried; {@link sigillo.archive.Export} writes an account out.
 */
package sigillo.archive;

/**
 * Mail moves in from another server, over IMAP: again and again until the switch, each message once. Reads only: nothing is
 * changed at the source.
 *
 * <p>{@link sigillo.moving.Move} is one run: it opens connections ({@code Opening}), asks what there is ({@code Catalogue})
 * and takes folder by folder ({@code FolderMove}). What was taken is remembered in the account ({@code Progress}), so that
 * a run that was killed is continued by the next; what was taken and not yet remembered is recognised by its octets.
 */
package sigillo.moving;

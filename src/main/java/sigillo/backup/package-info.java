/**
 * Backups: what they are made of, where they go, how they come back. It knows files and keys, and no mail: what is to
 * be kept and how it is proven is the {@link sigillo.backup.Source}'s, which {@code main} gives. Decision 0013.
 */
package sigillo.backup;

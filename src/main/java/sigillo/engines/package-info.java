/**
 * Other programs that look at mail while it comes in: ClamAV, SpamAssassin, Rspamd, and whatever speaks as a milter. Each is
 * a {@link sigillo.filter.Engine} once it is {@link sigillo.engines.Guarded}: it has one deadline for all it does, so many
 * conversations at once and no more, and is left alone for a while when it gives no answers. What it says is believed
 * within bounds. Begin reading at {@link sigillo.engines.Engines}.
 */
package sigillo.engines;

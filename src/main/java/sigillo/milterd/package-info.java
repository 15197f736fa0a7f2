/**
 * Our checks for another mail server: it speaks to us as to a milter, and gets Authentication-Results, what the filter
 * thinks, and refusals. Nothing is kept. Begin reading at {@link sigillo.milterd.MilterSession}.
 */
package sigillo.milterd;

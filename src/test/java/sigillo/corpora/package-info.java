/** Other people's cases, beside the project: how they are found, and the forms in which they are written. */
package sigillo.corpora;

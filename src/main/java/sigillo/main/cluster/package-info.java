/** Which server may serve a store that several can reach, what one of them does for all, and what all must have alike. */
package sigillo.main.cluster;

/** DNS: cached answers as values. */
package sigillo.resolver;

/**
 * How a domain is set up and looked after: {@link sigillo.setup.DomainLook} compares what DNS shows of it with what it
 * needs, {@link sigillo.setup.Publishing} changes what can be changed from here.
 */
package sigillo.setup;

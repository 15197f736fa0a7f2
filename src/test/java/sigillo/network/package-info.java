/**
 * Hosts on a network of their own, as the Internet is made: {@link sigillo.network.Hosts} are network namespaces on one bridge,
 * in which real programs are what they are outside, at their real ports. Nothing of it reaches the network of the machine.
 */
package sigillo.network;

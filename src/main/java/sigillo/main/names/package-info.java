/**
 * The names of this server and of its domains: what DNS should show of them, by what that is changed, and what mail
 * programs are told.
 */
package sigillo.main.names;

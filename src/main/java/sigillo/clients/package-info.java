/** Mail programs, played against this server as they ask it from outside: what each of them would find. */
package sigillo.clients;

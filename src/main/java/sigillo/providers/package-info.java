/**
 * Providers of DNS, each by the programming interface that it documents: the zones of our domains are read and changed with
 * a token that their owner has given. {@link sigillo.providers.ProviderZones} decides what is changed; a
 * {@link sigillo.providers.Provider} knows how one of them is asked; {@link sigillo.providers.Conversation} asks, within bounds.
 */
package sigillo.providers;

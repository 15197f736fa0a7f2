package sigillo.imapd;

/** Where a conversation stands: RFC 9051 section 3. */
sealed interface State {

    record NotAuthenticated() implements State {}

    record Authenticated(Client client) implements State {}

    record Selected(Client client, SelectedMailbox mailbox) implements State {}

    record Logout() implements State {}
}

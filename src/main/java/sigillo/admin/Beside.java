package sigillo.admin;

import java.util.function.ToLongFunction;
import sigillo.account.AccountId;

/**
 * What an account keeps beside its mail, each under a quota of its own, in octets. {@code vault}: what its browsers
 * keep for each other; {@code protectedMail}: messages that a link and a password open.
 */
public record Beside(ToLongFunction<AccountId> vault, ToLongFunction<AccountId> protectedMail) {}

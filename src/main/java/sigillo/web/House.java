package sigillo.web;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import sigillo.account.AccountId;
import sigillo.account.Usage;
import sigillo.authorization.Authorizing;
import sigillo.autoconfig.Offered;
import sigillo.base.Domain;
import sigillo.directory.Directory;
import sigillo.filter.OwnWishes;
import sigillo.invitations.Inviting;
import sigillo.keyring.Keyring;
import sigillo.login.Credentials;
import sigillo.login.Grants;
import sigillo.login.Kits;
import sigillo.login.SecondFactor;
import sigillo.login.WebSignIn;
import sigillo.masked.Masked;
import sigillo.sealing.Randomness;

/**
 * What the pages work with. {@code name}: how this server is called, for people and their authenticators.
 * {@code usage}: what an account holds of what it may. {@code ownersChoose}: whether they may change the level of their
 * accounts. {@code wishes}: what they want of the filter. {@code authorizing}: empty where programs are not let in by OAuth. {@code clients}: empty where nobody asks DNS. {@code doors}: of mail programs.
 * {@code endToEnd}: what browsers encrypt by themselves.
 */
public record House(
        Domain name, Directory directory, WebSignIn signIn, Credentials credentials, Grants grants, SecondFactor factor,
        Kits kits, Masked masked, Keyring keyring, Function<AccountId, Usage> usage, OwnSending sending, OwnRefusals refusals, OwnWishes wishes, boolean ownersChoose, Randomness randomness,
        InstantSource clock, Optional<Authorizing> authorizing, Inviting inviting, Optional<ClientsLook> clients, List<Offered> doors,
        EndToEnd endToEnd) {}

package sigillo.peers;

import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * OpenPGP of a {@link Thunderbird} whose account is set up: what its own windows do when a person makes a key, looks
 * for one, writes and reads. Its library (RNP), its key ring, its compose window.
 */
public final class ThunderbirdOpenPgp {
    private static final String MODULES = """
        const modules = "chrome://openpgp/content/modules/";
        const load = (file, name) => ChromeUtils.importESModule(`${modules}${file}.sys.mjs`)[name];
        const RNP = load("RNP", "RNP"), keyRing = load("keyRing", "EnigmailKeyRing");
        const decisions = load("sqliteDb", "PgpSqliteDb2");
        """;

    private final Thunderbird thunderbird;

    public ThunderbirdOpenPgp(Thunderbird thunderbird) { this.thunderbird = thunderbird; }

    /** As its wizard: a key for its account, with which all that is written from now on is signed and encrypted. */
    public void makeKey() {
        run("""
            const bond = "chrome://openpgp/content/BondOpenPGP.sys.mjs";
            await ChromeUtils.importESModule(bond).BondOpenPGP.init();
            const identity = account.defaultIdentity;
            const password = await load("masterpass", "OpenPGPMasterpass").retrieveOpenPGPPassword();
            const id = await RNP.genKey(`${identity.fullName} <${identity.email}>`, "ECC", 0, 1095, password);
            await RNP.saveKeyRings();
            keyRing.clearCache();
            identity.setUnicharAttribute("openpgp_key_id", id.replace(/^0x/, ""));
            identity.setIntAttribute("e2etechpref", 2);
            identity.setIntAttribute("encryptionpolicy", 2);
            identity.setBoolAttribute("sign_mail", true);
            await decisions.acceptAsPersonalKey(keyRing.getKeyById(id).fpr);
            """);
    }

    /** A key of its owner's, from a file: his passphrase opens it, and all that is written is signed by it. */
    public void importKey(String armoured, String passphrase) {
        run("""
            const bond = "chrome://openpgp/content/BondOpenPGP.sys.mjs";
            await ChromeUtils.importESModule(bond).BondOpenPGP.init();
            const asked = (win, what, flags) => { flags.canceled = false; return args[1]; };
            const done = await RNP.importSecKeyBlockImpl(null, asked, false, args[0]);
            if (done?.exitCode || done?.importedKeys?.length != 1) throw new Error("not imported: " + done?.errorMsg);
            keyRing.clearCache();
            const key = keyRing.getKeyById(done.importedKeys[0]);
            account.defaultIdentity.setUnicharAttribute("openpgp_key_id", key.keyId.replace(/^0x/, ""));
            await decisions.acceptAsPersonalKey(key.fpr);
            """, armoured, passphrase);
    }

    /**
     * A mail of the inbox in a window of its own, as a person has it before him: the {@code subject} and the {@code
     * text} that the window shows, names of {@code files}, and what it says of encryption ({@code isEncrypted}); {@code
     * listed}: its subject in the list then.
     */
    public JsonNode show(String author) {
        return run("""
            const { MailUtils } = ChromeUtils.importESModule("resource:///modules/MailUtils.sys.mjs");
            const inbox = folder("INBOX");
            const one = await until("it is here", async () => {
              await update(inbox);
              return messages(inbox).find(one => one.author.includes(args[0]));
            });
            MailUtils.openMessageInNewWindow(one);
            const windows = () => [...Services.wm.getEnumerator("mail:messageWindow")];
            const about = await until("its window", () => windows().map(one => one.messageBrowser?.contentWindow)
              .find(one => one?.gMessage?.author.includes(args[0])));
            const shown = () => about.getMessagePaneBrowser().contentDocument?.body?.innerText ?? "";
            const subject = () => about.document.getElementById("expandedsubjectBox")?.headerValue?.textContent
              ?? about.document.getElementById("expandedsubjectBox")?.textContent ?? "";
            const button = () => about.document.getElementById("encryptionTechBtn");
            await until("it is shown",
              () => shown().trim() && !subject().includes("...") && button() && !button().hidden)
              .catch(why => { throw new Error(why + ": " + subject() + " / " + shown()); });
            const said = { subject: subject().replace(/^Subject:/, "").trim(), text: shown(),
              files: about.currentAttachments.map(one => one.name),
              isEncrypted: !about.document.getElementById("encryptedHdrIcon").hidden,
              isSigned: !about.document.getElementById("signedHdrIcon").hidden, listed: one.mime2DecodedSubject };
            about.top.close();
            return said;
            """, author);
    }

    /** As its key assistant: looks in the directory of the domain; its user accepts what is there. Where it was. */
    public List<String> find(String address) {
        var sources = run("""
            Services.prefs.setStringPref("mail.openpgp.keyserver_list", ""); // of which there is none here
            const helper = load("keyLookupHelper", "KeyLookupHelper");
            await helper.lookupAndImportByEmail("silent-collection", null, args[0], false);
            const collected = await load("CollectedKeysDB", "CollectedKeysDB").getInstance();
            const found = await collected.findKeysForEmail(args[0]);
            if (found.length != 1) throw new Error(found.length + " keys of " + args[0]);
            await keyRing.importKeyDataSilent(null, found[0].pubKey, true);
            await decisions.updateAcceptance(found[0].fingerprint, [args[0]], "unverified");
            return found[0].sources.map(one => one.type);
            """, address);
        return sources.valueStream().map(JsonNode::asString).toList();
    }

    /** In its compose window, which encrypts and signs by what the account has; returns when that is done. */
    public void send(String to, String subject, String text) {
        run("""
            const make = (name, type) => Cc[`@mozilla.org/messengercompose/${name};1`].createInstance(Ci[type]);
            const fields = make("composefields", "nsIMsgCompFields");
            [fields.to, fields.subject, fields.body] = args;
            const params = make("composeparams", "nsIMsgComposeParams");
            params.composeFields = fields;
            params.format = Ci.nsIMsgCompFormat.PlainText;
            params.identity = account.defaultIdentity;
            MailServices.compose.OpenComposeWindowWithParams(null, params);
            const windows = () => [...Services.wm.getEnumerator("msgcompose")];
            const composing = await until("its compose window", () => windows().find(one => one.composeEditorReady));
            await until("it says that it encrypts and signs",
              () => composing.gSelectedTechnologyIsPGP && composing.gSendEncrypted && composing.gSendSigned);
            await composing.GenericSendMessage(Ci.nsIMsgCompDeliverMode.Now);
            await until("it is sent", () => composing.closed);
            """, to, subject, text);
    }

    /**
     * A mail of the inbox: {@code outside}, as it came; opened by its library: {@code inside}, the {@code subject} that
     * is protected there, and what it says of encryption and signature.
     */
    public JsonNode open(String address) {
        return run("""
            const said = load("constants", "EnigmailConstants");
            const inbox = folder("INBOX");
            const one = await until("it is here", async () => {
              await update(inbox);
              return messages(inbox).find(one => one.author.includes(args[0]));
            });
            await heard(listener => inbox.downloadAllForOffline(listener, window));
            const outside = atob(octets(inbox, one));
            const sealed = outside.match(/-----BEGIN PGP MESSAGE-----[^]*-----END PGP MESSAGE-----/)[0];
            const msgDate = new Date(one.date / 1000);
            const how = { fromAddr: args[0], msgDate, noOutput: false, verifyOnly: false };
            const opened = await RNP.decrypt(sealed, how);
            const headers = load("mime", "EnigmailMime").extractProtectedHeaders(opened.decryptedData);
            return { outside, subject: headers.get("subject"), inside: opened.decryptedData,
              isEncrypted: Boolean(opened.statusFlags & said.DECRYPTION_OKAY),
              isSigned: Boolean(opened.statusFlags & said.GOOD_SIGNATURE) };
            """, address);
    }

    private JsonNode run(String script, Object... args) { return thunderbird.run(MODULES + script, args); }
}

package sigillo.refusals;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import sigillo.smtp.ReplyReader;
import sigillo.smtp.SmtpReply;

/** Refusals as large receivers publish them, in their forms with addresses of documents, each with what it means. */
class RefusalsTest {
    /** A code of somebody else may hold one that is known. */
    @Test void aCodeIsNotPartOfALongerOne() {
        for (var other : List.of("Error MSC-0010", "Error MSC-001", "Error SC-0010", "Error 4.7.6501", "Error 14.7.650")) {
            assertEquals(Optional.empty(), Refusals.of(SmtpReply.of(550, "5.0.0", other), "mx.other.example"), other);
        }
        for (var known : List.of("SC-001", "(SC-001)", "MSC-001 SC-001.", "sc-001: no")) {
            assertEquals("microsoft-spam-pattern", Refusals.of(SmtpReply.of(550, "5.0.0", known), "mx.other.example").orElseThrow().id(), known);
        }
    }

    /** Whoever may choose an address could else choose what is thought of this server's, and by which way mail goes. */
    @Test void whatSomebodyIsCalledMeansNothing() {
        for (var who : List.of("sc-001", "spamhaus", "virus", "dmarc", "greylisted", "x.dkim", "\"blocked using x\"", "a=sc-001", "sc-001=a", "'sc-001'a")) {
            for (var form : List.of("<%s@remote.example>: Recipient address rejected: User unknown", "No such user %s@remote.example", "%s@spamcop.net: user unknown",
                    "To <%s@microsoft.com>, user unknown.", "No such user: %s@spamcop.net.")) {
                var reply = SmtpReply.of(550, "5.1.1", form.formatted(who));
                assertEquals(Optional.of("no-such-mailbox"), Refusals.of(reply, ANY).map(Meaning::id), reply.toString());
            }
        }
        for (var form : List.of("Forward this to delist@messaging.microsoft.com.", "(or forward it to <delist@messaging.microsoft.com>)")) {
            assertEquals("microsoft-banned-sender", Refusals.of(SmtpReply.of(550, "5.7.1", form), MS).orElseThrow().id(), form);
        }
    }

    private static final String MS = "home-example.mail.protection.outlook.com";
    private static final String HOTMAIL = "hotmail-com.olc.protection.outlook.com";
    private static final String GOOGLE = "gmail-smtp-in.l.google.com";
    private static final String YAHOO = "mta5.am0.yahoodns.net";
    private static final String APPLE = "mx01.mail.icloud.com";
    private static final String GMX = "mx00.emig.gmx.net";
    private static final String ANY = "mx.remote.example";

    private record Case(String id, String peer, String... lines) {}

    private static final List<Case> CASES = List.of(
        new Case("microsoft-block-list", HOTMAIL, "550 5.7.1 Unfortunately, messages from [192.0.2.1] weren't sent. Please contact your Internet service "
            + "provider since part of their network is on our block list (S3140). You can also refer your provider to http://mail.live.com/mail/troubleshooting.aspx#errors."),
        new Case("microsoft-block-list", HOTMAIL, "550 5.7.1 Unfortunately, messages from [192.0.2.1] weren't sent. ... on our block list (S3150)."),
        new Case("microsoft-block-list", HOTMAIL, "550 5.7.1 Unfortunately, messages from [192.0.2.1] weren't sent. Please contact your Internet service "
            + "provider since part of their network is on our block list (AS3140). [AM5EUR02FT027.eop-EUR02.prod.protection.outlook.com]"),
        new Case("microsoft-spam-pattern", HOTMAIL, "550 SC-001 (COL004-MC1F39) Unfortunately, messages from 192.0.2.1 weren't sent."),
        new Case("microsoft-harvesting", HOTMAIL, "550 SC-002 (BAY004-MC6F20) Unfortunately, messages from 192.0.2.1 weren't sent."),
        new Case("microsoft-complaints", HOTMAIL, "550 SC-004 (SNT004-MC1F1) Unfortunately, messages from 192.0.2.1 weren't sent."),
        new Case("microsoft-dynamic-address", HOTMAIL, "550 DY-001 (BAY004-MC3F8) Unfortunately, messages from 192.0.2.1 weren't sent."),
        new Case("microsoft-policy", HOTMAIL, "550 OU-002 (SNT004-MC5F14) Unfortunately, messages from 192.0.2.1 weren't sent."),
        new Case("microsoft-rate", HOTMAIL, "421 RP-001 (BAY004-MC1F6) Unfortunately, some messages from 192.0.2.1 weren't sent. Please try again."),
        new Case("microsoft-rate", MS, "451 4.7.650 The mail server [192.0.2.1] has been temporarily rate limited due to IP reputation. "
            + "For e-mail delivery information, see https://postmaster.live.com (S775) [AM7EUR06FT064.eop-eur06.prod.protection.outlook.com]"),
        new Case("microsoft-busy", MS, "451 4.7.500 Server busy. Please try again later from [192.0.2.1]. (AS77712480)"),
        new Case("microsoft-banned-sender", MS, "550 5.7.511 Access denied, banned sender[192.0.2.1]. To request removal from this list please forward "
            + "this message to delist@messaging.microsoft.com. For more information please go to http://go.microsoft.com/fwlink/?LinkId=526653."),
        new Case("microsoft-banned-address", MS, "550 5.7.606 Access denied, banned sending IP [192.0.2.1]. To request removal from this list please visit "
            + "https://sender.office.com/ and follow the directions."),
        new Case("microsoft-new-address", MS, "550 5.7.708 Service unavailable. Access denied, traffic not accepted from this IP. For more information ..."),
        new Case("microsoft-dmarc", MS, "550 5.7.509 Access denied, sending domain [HOME.EXAMPLE] does not pass DMARC verification and has a DMARC policy of reject."),
        new Case("microsoft-authentication", HOTMAIL, "550 5.7.515 Access denied, sending domain home.example doesn't meet the required authentication level."),
        new Case("microsoft-forwarding", MS, "550 5.7.520 Access denied, Your organization does not allow external forwarding. Please contact your administrator."),
        new Case("microsoft-group", MS, "550 5.7.133 RESOLVER.RST.SenderNotAuthenticatedForGroup; authentication required; sender unauthenticated"),
        new Case("microsoft-rule", MS, "550 5.7.1 TRANSPORT.RULES.RejectMessage; the message was rejected by organization policy"),
        new Case("microsoft-no-such-mailbox", MS, "550 5.4.1 Recipient address rejected: Access denied. [DB5EUR03FT003.eop-EUR03.prod.protection.outlook.com]"),
        new Case("microsoft-no-such-mailbox", MS, "550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup"),
        new Case("microsoft-no-such-mailbox", HOTMAIL, "550 5.5.0 Requested action not taken: mailbox unavailable (S2017062302)."),
        new Case("microsoft-full", MS, "554 5.2.2 mailbox full; STOREDRV.Deliver.Exception:QuotaExceededException.MapiExceptionShutoffQuotaExceeded"),
        new Case("gmail-no-such-mailbox", GOOGLE, "550-5.1.1 The email account that you tried to reach does not exist. Please try",
            "550-5.1.1 double-checking the recipient's email address for typos or", "550 5.1.1 unnecessary spaces. a-20020a05600 - gsmtp"),
        new Case("gmail-disabled", GOOGLE, "550 5.2.1 The email account that you tried to reach is disabled. a-2002 - gsmtp"),
        new Case("gmail-full", GOOGLE, "452-4.2.2 The recipient's inbox is out of storage space and inactive.", "452 4.2.2 Please direct the recipient to https://support.google.com - gsmtp"),
        new Case("gmail-recipient-rate", GOOGLE, "450-4.2.1 The user you are trying to contact is receiving mail at a rate that",
            "450 4.2.1 prevents additional messages from being delivered. - gsmtp"),
        new Case("gmail-spf-or-dkim", GOOGLE, "550-5.7.26 Your email has been blocked because the sender is unauthenticated.",
            "550-5.7.26 Gmail requires all senders to authenticate with either SPF or DKIM.", "550 5.7.26 - gsmtp"),
        new Case("gmail-spf", GOOGLE, "421-4.7.27 Your email has been rate limited because SPF authentication didn't pass", "421 4.7.27 for this message. Gmail requires all bulk email senders to authenticate their email with SPF. - gsmtp"),
        new Case("gmail-spf", GOOGLE, "550-5.7.24 The SPF record of the sending domain has one or more suspicious", "550 5.7.24 entries. - gsmtp"),
        new Case("gmail-dkim", GOOGLE, "550-5.7.30 This mail has been blocked because DKIM does not pass. Gmail requires", "550 5.7.30 all large senders to authenticate with DKIM. - gsmtp"),
        new Case("gmail-no-dmarc", GOOGLE, "421-4.7.40 Your email has been rate limited because the sending domain has no", "421 4.7.40 DMARC record - gsmtp"),
        new Case("gmail-spf-hard-fail", GOOGLE, "550-5.7.26 The MAIL FROM domain [home.example] has an SPF record with a hard fail", "550 5.7.26 policy (-all) but it fails to pass SPF checks - gsmtp"),
        new Case("yahoo-authentication", YAHOO, "550 5.7.9 This mail has been blocked because the sender is unauthenticated. Yahoo requires all senders to authenticate with either SPF or DKIM."),
        new Case("gmail-spf-or-dkim", GOOGLE, "550-5.7.26 This message does not have authentication information or fails to", "550 5.7.26 pass authentication checks. - gsmtp"),
        new Case("gmail-direct", GOOGLE, "550-5.7.1 The IP you're using to send mail is not authorized to send email", "550 5.7.1 directly to our servers. - gsmtp"),
        new Case("gmail-allow-list", GOOGLE, "421 4.7.0 IP not in whitelist for RCPT domain, closing connection. - gsmtp"),
        new Case("gmail-busy", GOOGLE, "421 4.7.0 Try again later, closing connection. (EHLO) - gsmtp"),
        new Case("gmail-rate", GOOGLE, "550 5.7.28 There is an unusual rate of unsolicited mail originating from your IP address. - gsmtp"),
        new Case("gmail-dmarc", GOOGLE, "550-5.7.26 Unauthenticated email from home.example is not accepted due to domain's", "550 5.7.26 DMARC policy. - gsmtp"),
        new Case("gmail-alignment", GOOGLE, "421-4.7.32 Your email has been rate limited because the From: header (RFC5322)", "421 4.7.32 in this message isn't aligned with either the authenticated SPF - gsmtp"),
        new Case("gmail-ptr", GOOGLE, "550-5.7.25 [192.0.2.1] The IP address sending this message does not have a PTR", "550 5.7.25 record setup, or the corresponding forward DNS entry - gsmtp"),
        new Case("gmail-tls", GOOGLE, "421 4.7.29 Your email has been rate limited because the connection was not encrypted. - gsmtp"),
        new Case("gmail-rate", GOOGLE, "421-4.7.28 Gmail has detected an unusual rate of unsolicited mail originating", "421 4.7.28 from your IP Netblock - gsmtp"),
        new Case("gmail-reputation", GOOGLE, "550-5.7.1 [192.0.2.1 19] Gmail has detected that this message is", "550-5.7.1 likely suspicious due to the very low reputation of the sending", "550 5.7.1 domain. - gsmtp"),
        new Case("gmail-spam", GOOGLE, "550-5.7.1 [192.0.2.1 12] Our system has detected that this message is", "550 5.7.1 likely unsolicited mail. - gsmtp"),
        new Case("gmail-content", GOOGLE, "552-5.7.0 This message was blocked because its content presents a potential", "552 5.7.0 security issue. - gsmtp"),
        new Case("gmail-policy", GOOGLE, "550-5.7.1 The user or domain that you are sending to (or from) has a policy that", "550 5.7.1 prohibited the mail that you sent. - gsmtp"),
        new Case("gmail-format", GOOGLE, "550-5.7.1 [192.0.2.1] Messages missing a valid messageId header are not", "550 5.7.1 accepted. - gsmtp"),
        new Case("yahoo-deferred", YAHOO, "421 4.7.0 [TSS04] Messages from 192.0.2.1 temporarily deferred due to unexpected volume or user complaints - 4.16.55.1; see https://postmaster.yahooinc.com/error-codes"),
        new Case("yahoo-refused", YAHOO, "421 4.7.1 [TS03] All messages from 192.0.2.1 will be permanently deferred; Retrying will NOT succeed."),
        new Case("yahoo-block-list", YAHOO, "553 5.7.1 [BL21] Connections will not be accepted from 192.0.2.1, because the ip is in Spamhaus's list"),
        new Case("yahoo-policy", YAHOO, "554 5.7.9 Message not accepted for policy reasons. See https://postmaster.yahooinc.com/error-codes"),
        new Case("yahoo-no-such-mailbox", YAHOO, "554 delivery error: dd This user doesn't have a yahoo.com account (anna@yahoo.com) [0]"),
        new Case("yahoo-no-such-mailbox", YAHOO, "552 1 Requested mail action aborted, mailbox not found"),
        new Case("yahoo-refused", YAHOO, "553 5.7.2 [TSS09] All messages from 192.0.2.1 will be permanently deferred; Retrying will NOT succeed. See https://postmaster.yahooinc.com/error-codes"),
        new Case("yahoo-policy", YAHOO, "554 Message not allowed - [PH01] Email not accepted for policy reasons. Please visit https://postmaster.yahooinc.com/error-codes"),
        new Case("yahoo-sender-domain", YAHOO, "451 Message temporarily deferred due to unresolvable RFC.5321 from domain. See https://senders.yahooinc.com/error-codes#unresolvable-from-domain"),
        new Case("yahoo-no-such-mailbox", YAHOO, "554 delivery error: dd anna@yahoo.com is no longer valid. [-20]"),
        new Case("apple-rate", APPLE, "421 4.7.1 Messages to anna@icloud.com deferred due to excessive volume. Try again later - https://support.apple.com/en-us/HT204137"),
        new Case("apple-authentication", APPLE, "554 5.7.1 Your message was rejected due to home.example's DMARC policy. See https://support.apple.com/en-us/HT204137 for info"),
        new Case("apple-authentication", APPLE, "554 5.7.1 [HME1] This message was blocked for failing both SPF and DKIM authentication checks."),
        new Case("apple-policy", APPLE, "550 5.7.1 [CS02] Message rejected due to local policy."),
        new Case("apple-no-such-mailbox", APPLE, "550 5.1.1 unknown or illegal alias: anna@icloud.com"),
        new Case("apple-policy", APPLE, "550 5.7.1 [CS01] Message rejected due to local policy. Please visit https://support.apple.com/en-us/HT204137"),
        new Case("apple-no-such-mailbox", APPLE, "550 5.1.1 <anna@icloud.com>: user lookup success but no user record found"),
        new Case("t-online-unknown-server", "mx00.t-online.de", "554 IP=192.0.2.1 - A problem occurred. (Ask your postmaster for help or to contact tosa@rx.t-online.de to clarify.) (BL)"),
        new Case("t-online-dialup", "mx00.t-online.de", "554 IP=192.0.2.1 - Dialup/transient IP not allowed. Use a mailgateway or contact toda@rx.t-online.de if obsolete. (DIAL)"),
        new Case("gmx-ptr", GMX, "554-gmx.net (mxgmx016) Nemesis ESMTP Service not available", "554-No SMTP service", "554-Bad DNS PTR resource record.", "554 For explanation visit https://postmaster.gmx.net/en/case?c=r0103"),
        new Case("gmx-block-list", GMX, "554-gmx.net (mxgmx016) Nemesis ESMTP Service not available", "554-No SMTP service", "554-IP address is block listed.", "554 For explanation visit https://postmaster.gmx.net/en/case?c=r0201"),
        new Case("gmx-policy", GMX, "554-Transaction failed", "554-Reject due to policy restrictions.", "554 For explanation visit https://postmaster.gmx.net/en/case?c=hi&i=ip"),
        new Case("orange-rate", "smtp-in.orange.fr", "421 opmta1mti16nd1 smtp.orange.fr 192.0.2.1 Trop de connexions, veuillez verifier votre configuration. Too many connections, slow down. OFR004_104 [104]"),
        new Case("orange-rate", "smtp-in.orange.fr", "421 smtp.orange.fr Service refuse. Veuillez essayer plus tard. Service refused, please try later. OFR004_105 [105]"),
        new Case("orange-block", "smtp-in.orange.fr", "550 mwinf5c04 ME Adresse IP source bloquee pour incident de spam. Client host blocked for spamming issues. OFR006_102"),
        new Case("orange-block", "smtp-in.orange.fr", "421 mwinf5c77 ME Service refuse. Veuillez essayer plus tard. Service refused, please try later. OFR_999 [999]"),
        new Case("orange-block", "smtpz4.laposte.net", "550 5.5.0 Service refuse. Veuillez essayer plus tard. service refused, please try later. LPN007_510"),
        new Case("orange-sender", "smtp-in.orange.fr", "501 5.1.0 Emetteur invalide. Invalid Sender. OFR004_405 [405]"),
        new Case("orange-authentication", "smtpz4.laposte.net", "571 5.7.1 Message refused, DMARC verification Failed. Message refuse, verification DMARC en echec LPN007_517"),
        new Case("orange-full", "smtp-in.orange.fr", "552 5.1.1 Boite du destinataire pleine. Recipient overquota. OFR_417 [417]"),
        new Case("orange-spam", "smtp-in.orange.fr", "550 5.2.0 Mail rejete. Mail rejected. OFR_506 [506]"),
        new Case("orange-no-such-mailbox", "smtp-in.orange.fr", "550 5.1.1 Adresse d au moins un destinataire invalide. Invalid recipient. OFR_416 [416]"),
        new Case("comcast-block", "mx1.comcast.net", "554 resimta-a2p-001.sys.comcast.net comcast 192.0.2.1 Comcast BL000000 Blocked for spam. See https://postmaster.comcast.net"),
        new Case("comcast-spamhaus", "mx1.comcast.net", "554 resimta-a2p-001.sys.comcast.net comcast 192.0.2.1 Comcast BL000001 Blocked for spam. See https://postmaster.comcast.net"),
        new Case("comcast-dynamic", "mx1.comcast.net", "554 resimta-a2p-001.sys.comcast.net comcast 192.0.2.1 ES000010"),
        new Case("free-block", "mx1.free.fr", "421 Too many spams from your IP (192.0.2.1), please visit http://postmaster.free.fr/"),
        new Case("tim-block", "smtp.aliceposta.it", "554 smtp206.alice.it Service not available - from blacklisted IP address [192.0.2.1]"),
        new Case("tim-block", "smtp.aliceposta.it", "550 mail not accepted from blacklisted IP address [192.0.2.1]"),
        new Case("mail-ru-spam", "mxs.mail.ru", "550 spam message rejected. Please visit http://help.mail.ru/notspam-support/id?c=4-MI or report details to abuse@corp.mail.ru. Error code: 8908. ID: 0000."),
        new Case("yandex-spam", "mx.yandex.ru", "554 5.7.1 [2] Message rejected under suspicion of SPAM; https://ya.cc/1IrBc 1634-abc"),
        new Case("qq-policy", "mx3.qq.com", "550 Mail content denied. http://service.mail.qq.com/cgi-bin/help?subtype=1&&id=20022&&no=1000726"),
        new Case("att-block", "ff-ip4-mx-vip1.prodigy.net", "553 5.3.0 flph829 DNSBL:ATTRBL 521< 192.0.2.1 >_is_blocked. For assistance forward this error to abuse_rbl@abuse-att.net"),
        new Case("cox-block", "cxr.mx.a.cloudfilter.net", "554 cox 192.0.2.1 CXBL"),
        new Case("cox-ptr", "cxr.mx.a.cloudfilter.net", "421 cxr.mx.a.cloudfilter.net cox 192.0.2.1 CXDNS"),
        new Case("cox-list", "cxr.mx.a.cloudfilter.net", "554 cox 192.0.2.1 IPBL0001"),
        new Case("spectrum-block", "mx0.charter.net", "554 impin004.msg.chrl.nc.charter.net cmsmtp 192.0.2.1 blocked. Please see https://www.spectrum.net/support/internet/email-error-codes for more information. AUP#In-1020"),
        new Case("sorbs", ANY, "554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using dnsbl.sorbs.net; Currently Sending Spam See: http://www.sorbs.net/lookup.shtml?192.0.2.1"),
        new Case("abusix", ANY, "554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using combined.mail.abusix.zone"),
        new Case("comcast-rate", "mx1.comcast.net", "421 4.1.0 192.0.2.1 Throttled. Please see https://postmaster.comcast.net/smtp-error-codes.php#RL000001"),
        new Case("cloudmark", "smtp-in.libero.it", "550 smtp-25.iol.local smtp-25.iol.local IP blacklisted by CSI. For remediation please use http://csi.cloudmark.com/reset-request/?ip=192.0.2.1 [smtp-25.iol.local; LIB_101]"),
        new Case("proofpoint", "mx1-us1.ppe-hosted.com", "554 Blocked - see https://ipcheck.proofpoint.com/?ip=192.0.2.1"),
        new Case("mimecast", "eu-smtp-inbound-1.mimecast.com", "550 Rejected by header based Blocked Senders - https://community.mimecast.com/docs/DOC-1369#550 [abc.uk12]"),
        new Case("barracuda", ANY, "554 Service unavailable; Client host [192.0.2.1] blocked using Barracuda Reputation; http://www.barracudanetworks.com/reputation/?r=1&ip=192.0.2.1"),
        new Case("cisco", ANY, "554 Your access to this mail system has been rejected due to the sending MTA's poor reputation. If you believe that this failure is in error, contact the intended recipient."),
        new Case("spamhaus-pbl", ANY, "554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using zen.spamhaus.org; https://www.spamhaus.org/query/ip/192.0.2.1 PBL"),
        new Case("spamhaus-domain", ANY, "554 5.7.1 Service unavailable; Sender address [me@home.example] blocked using dbl.spamhaus.org"),
        new Case("spamhaus", MS, "550 5.7.1 Service unavailable, Client host [192.0.2.1] blocked using Spamhaus. To request removal from this list see https://www.spamhaus.org/query/ip/192.0.2.1 (AS3130)"),
        new Case("spamcop", ANY, "554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using bl.spamcop.net; Blocked - see https://www.spamcop.net/bl.shtml?192.0.2.1"),
        new Case("uceprotect", ANY, "554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using dnsbl-2.uceprotect.net"),
        new Case("sender-score", ANY, "550 Mail from 192.0.2.1 rejected, see https://www.senderscore.org/blacklistlookup/"),
        new Case("nixspam", ANY, "554 5.7.1 Client host [192.0.2.1] blocked using ix.dnsbl.manitu.net; Your e-mail service was detected by spam.example as spamming"),
        new Case("psbl", ANY, "550 5.7.1 192.0.2.1 is listed at psbl.surriel.com"),
        new Case("block-list", ANY, "554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using all.rbl.example"),
        new Case("greylisted", ANY, "450 4.2.0 <anna@remote.example>: Recipient address rejected: Greylisted, see http://postgrey.schweikert.ch/help/remote.example.html"),
        new Case("no-reverse-name", ANY, "450 4.7.25 Client host rejected: cannot find your hostname, [192.0.2.1]"),
        new Case("helo", ANY, "450 4.7.1 <mail.home.example>: Helo command rejected: Host not found"),
        new Case("sender-domain", ANY, "450 4.1.8 <me@home.example>: Sender address rejected: Domain not found"),
        new Case("dmarc", ANY, "550 5.7.1 rejected by DMARC policy for home.example"),
        new Case("spf", ANY, "550 5.7.23 The message was rejected because of Sender Policy Framework violation"),
        new Case("dkim", ANY, "550 5.7.20 No passing DKIM signature found"),
        new Case("tls-wanted", ANY, "530 5.7.0 Must issue a STARTTLS command first"),
        new Case("virus", ANY, "554 5.7.1 Message rejected, virus found: Eicar-Test-Signature"),
        new Case("spam", ANY, "554 5.7.1 Spam message rejected"),
        new Case("relay-denied", ANY, "554 5.7.1 <anna@remote.example>: Relay access denied"),
        new Case("full", ANY, "452 4.2.2 <anna@remote.example> Mailbox is full / Quota exceeded"),
        new Case("full-by-status", ANY, "552 5.2.2 No"),
        new Case("too-large", ANY, "552 5.3.4 Message size exceeds fixed limit"),
        new Case("no-such-mailbox", ANY, "550 5.1.1 <nobody@remote.example>: Recipient address rejected: User unknown in virtual mailbox table"),
        new Case("too-many", ANY, "421 4.7.0 mx.remote.example Error: too many connections from 192.0.2.1"),
        new Case("server-full", ANY, "452 4.3.1 Insufficient system storage"));

    private static SmtpReply read(String... lines) {
        var wire = ByteBuffer.wrap((String.join("\r\n", lines) + "\r\n").getBytes(StandardCharsets.UTF_8));
        return ((ReplyReader.Progress.Reply) new ReplyReader().read(wire)).reply();
    }

    @TestFactory Stream<DynamicTest> refusals() {
        return CASES.stream().map(one -> DynamicTest.dynamicTest(one.id + " " + one.lines[0].substring(0, Math.min(40, one.lines[0].length())), () ->
            assertEquals(Optional.of(one.id), Refusals.of(read(one.lines), one.peer).map(Meaning::id))));
    }

    /** Sixty and more, and no entry of the file that none of them needs. */
    @Test void everyEntryHasItsRefusal() {
        assertTrue(CASES.size() >= 60);
        var seen = new HashSet<>(CASES.stream().map(Case::id).toList());
        var idle = new ArrayList<>(Refusals.all().ids());
        assertEquals(idle.size(), new HashSet<>(idle).size(), "a name twice");
        idle.removeAll(seen);
        assertEquals(List.of(), idle);
    }

    @Test void whatIsOursOrUnknownOrFineMeansNothing() {
        assertEquals(Optional.empty(), Refusals.of(read("550 5.1.2 The domain x.example does not exist"), ""));
        assertEquals(Optional.empty(), Refusals.of(read("550 5.9.9 Computer says no"), ANY));
        assertEquals(Optional.empty(), Refusals.of(read("250 2.0.0 Accepted, not blocked using anything"), ANY));
        assertEquals(Optional.empty(), Refusals.of(read("451 4.7.500 Server busy"), ANY), "those are Microsoft's words");
    }

    /** One sentence each, that ends. */
    @Test void sentences() {
        for (var one : CASES) {
            var meaning = Refusals.of(read(one.lines), one.peer).orElseThrow();
            for (var sentence : List.of(meaning.says(), meaning.step(), meaning.italian())) {
                assertTrue(sentence.endsWith(".") && sentence.length() < 350 && Character.isUpperCase(sentence.charAt(0)), sentence);
            }
        }
    }

    /** What is thought of this server's address, and not of a message, a sender or a recipient. */
    @Test void someAreAboutTheAddress() {
        for (var one : List.of("554 5.7.1 Client host [192.0.2.1] blocked using zen.spamhaus.org", "550 SC-001 (COL004) Unfortunately"))
            assertTrue(Refusals.of(read(one), ANY).orElseThrow().isAboutAddress(), one);
        for (var one : List.of("550 5.1.1 User unknown", "554 5.7.1 Spam message rejected", "421 4.7.0 too many connections",
                "554 5.7.1 Sender address [me@home.example] blocked using dbl.spamhaus.org"))
            assertFalse(Refusals.of(read(one), ANY).orElseThrow().isAboutAddress(), one);
    }

    @Test void anyReplyIsLookedUpSoon() {
        var random = new Random(550);
        for (int i = 0; i < 2_000; i++) {
            var text = new StringBuilder();
            while (text.length() < 3_000) text.append(CASES.get(random.nextInt(CASES.size())).lines[0], 4, 12);
            assertNotNull(Refusals.of(SmtpReply.of(550, "5.7.1", text.toString()), ANY));
        }
    }

    @Test void aFileThatIsWrongIsRefused() {
        for (var wrong : List.of("[a]\ntext = b\nsays = c", "[a]\nsays = c\ndo = d", "text = b", "[a]\ntexts = b"))
            assertThrows(IllegalArgumentException.class, () -> Refusals.parse(wrong, "[a]\nsays = x\ndo = y"), wrong);
        assertThrows(IllegalArgumentException.class, () -> Refusals.parse("[a]\ntext = b\nsays = c\ndo = d", "[b]\nsays = x"), "no Italian");
    }
}

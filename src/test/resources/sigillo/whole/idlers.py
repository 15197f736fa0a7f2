"""Holds idle IMAP connections over TLS: idlers.py PORT COUNT FILE, where FILE has a line "user password" for each account.
Prints "held N" when all idle, then waits for its standard input to end, lets each say DONE, and prints "alive N told M": so many
have heard meanwhile that there is mail."""
import selectors, socket, ssl, sys

port, count, accounts = int(sys.argv[1]), int(sys.argv[2]), [line.split() for line in open(sys.argv[3])]
context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
context.check_hostname = False
context.verify_mode = ssl.CERT_NONE
context.options |= ssl.OP_NO_TICKET

class Client:
    """One connection: sends what it has to say, each after the answer to what it said before."""
    def __init__(self, number):
        self.sock = socket.socket()
        self.sock.setblocking(False)
        user, password = accounts[number % len(accounts)]
        self.says = [None, 'a LOGIN %s %s' % (user, password), 'b SELECT INBOX', 'c IDLE']
        self.ends = [b'* OK', b'a OK', b'b OK', b'+ ']
        self.heard = b''
        self.told = False
        self.sock.connect_ex(('127.0.0.1', port))
        self.tls = context.wrap_socket(self.sock, do_handshake_on_connect=False)
        self.tls_ready = False
        selector.register(self.tls, selectors.EVENT_READ | selectors.EVENT_WRITE, self)

    def go(self):
        """True when its turn has come to an end."""
        try:
            if not self.tls_ready:
                self.tls.do_handshake()
                self.tls_ready = True
                selector.modify(self.tls, selectors.EVENT_READ, self)
            while self.ends:
                data = self.tls.recv(4096)
                if not data: raise EOFError('closed: %r' % self.heard)
                self.heard += data
                self.told |= b' EXISTS' in self.heard
                lines = self.heard.split(b'\r\n')
                if not any(line.startswith(self.ends[0]) for line in lines[:-1]): continue
                self.heard = b''
                self.ends.pop(0); self.says.pop(0)
                if self.says: self.tls.sendall((self.says[0] + '\r\n').encode())
            return True
        except ssl.SSLWantReadError: selector.modify(self.tls, selectors.EVENT_READ, self)
        except ssl.SSLWantWriteError: selector.modify(self.tls, selectors.EVENT_READ | selectors.EVENT_WRITE, self)
        return False

selector = selectors.DefaultSelector()
def run(clients, at_once):
    waiting, busy, done = list(clients), 0, 0
    while waiting or busy:
        while waiting and busy < at_once: waiting.pop()(); busy += 1
        for key, _ in selector.select(60) or [(None, None)]:
            if key is None: raise TimeoutError('nothing comes')
            if key.data.go():
                selector.unregister(key.fileobj); busy -= 1; done += 1
    return done

all = []
print('held', run([lambda n=n: all.append(Client(n)) for n in range(count)], 20), flush=True)
sys.stdin.read()
def again(client):
    client.tls.sendall(b'DONE\r\n')
    client.says, client.ends, client.tls_ready, client.told = [None], [b'c OK'], True, False
    selector.register(client.tls, selectors.EVENT_READ, client)
alive = run([lambda c=c: again(c) for c in all], 200)
print('alive', alive, 'told', sum(client.told for client in all), flush=True)

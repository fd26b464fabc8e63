/** A delivery report as mail servers send it (RFC 3464): about the message of this id, in these fields. */
export function aReport(named: {
  id: string;
  action?: string;
  status?: string;
  diagnostic?: string;
  /** What came back: the whole message, its headers, or nothing. */
  returned?: 'message/rfc822' | 'text/rfc822-headers' | null;
  inReplyTo?: boolean;
}): Buffer {
  const { id, action = 'failed', status = '5.1.1', returned = 'message/rfc822', inReplyTo = false } = named;
  const { diagnostic = `smtp; 550 ${status} <anna@example.com>: Recipient address rejected` } = named;
  const messageId = `<${id}@shop.example>`;
  const parts = [
    [
      'text/plain; charset=us-ascii',
      'This is the mail system at host mx.example.net.\n\nYour message could not be delivered.',
    ],
    [
      'message/delivery-status',
      `Reporting-MTA: dns; mx.example.net\nArrival-Date: Fri, 20 Nov 2026 09:00:00 +0000\n\n` +
        `Final-Recipient: rfc822; anna@example.com\nAction: ${action}\nStatus: ${status}\nDiagnostic-Code: ${diagnostic}`,
    ],
    ...(returned === null
      ? []
      : [
          [
            returned,
            `From: orders@shop.example\nTo: anna@example.com\nMessage-ID:\n ${messageId}\nSubject: Your price is ready\n\nHello`,
          ],
        ]),
  ];
  return Buffer.from(
    [
      'Return-Path: <>',
      'From: MAILER-DAEMON@mx.example.net (Mail Delivery System)',
      'To: orders@shop.example',
      'Subject: Undelivered Mail Returned to Sender',
      'Auto-Submitted: auto-replied',
      ...(inReplyTo ? [`In-Reply-To: ${messageId}`] : []),
      'MIME-Version: 1.0',
      'Content-Type: multipart/report; report-type=delivery-status; boundary="b1"',
      '',
      ...parts.flatMap(([type, text]) => ['--b1', `Content-Type: ${type}`, '', text!, '']),
      '--b1--',
      '',
    ]
      .join('\n')
      .replaceAll('\n', '\r\n'),
  );
}

/** The prose of a server that knows no reports. */
export function aPlainBounce(id: string, prose: string, headers: readonly string[] = ['Return-Path: <>']): Buffer {
  const text = `${prose}\r\n\r\n------ This is a copy of the message ------\r\n\r\nMessage-ID: <${id}@shop.example>\r\nSubject: Hi\r\n`;
  const own = ['From: postmaster@old.example', 'To: orders@shop.example', 'Subject: Mail delivery failed', ...headers];
  return Buffer.from(`${own.join('\r\n')}\r\n\r\n${text}`);
}

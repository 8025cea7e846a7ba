/** How a reverse proxy keeps everything of one contact with one web process; both platforms name the person in the body. */
export const proxyLines = `    option http-buffer-request
    http-request set-header X-Contact %[req.body,json_query('$.message.chat.id')] if { path /webhooks/telegram }
    http-request set-header X-Contact %[req.body,json_query('$.sender.id')] if { path /webhooks/zalo }
    balance hdr(X-Contact)
    hash-type consistent`;

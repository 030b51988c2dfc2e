import type { Matter } from './matter.ts';

export const ENGLISH: Matter[] = [
  {
    team: 'Orders',
    topic: 'delivery',
    severity: 'S3',
    tags: ['parcel', 'courier'],
    subject: 'Where is my parcel? Order {order}',
    text: 'Hello,\n\nI ordered the {product} {days} days ago (order {order}). The tracking page has said "in transit" since last week. Can you tell me where it is?\n\nThank you',
    reply:
      'Hello, thank you for writing. The courier had your parcel in the wrong depot; it goes out for delivery tomorrow. You will get a text message with a two-hour window.',
    again: 'Tomorrow was yesterday. Nothing came and there was no text message.',
    replyAgain:
      'I am sorry. I have sent a second {product} by express today, it will be with you by noon tomorrow. If the first one turns up, just refuse it.',
    note: 'Courier lost order {order} between two depots. Claim is open with them.',
  },
  {
    team: 'Orders',
    topic: 'order',
    severity: 'S4',
    tags: ['address'],
    subject: 'Change the delivery address of order {order}',
    text: 'Hi! I moved house last weekend and forgot to change the address. Order {order} should go to my office instead, is that still possible?',
    reply:
      'Hi, yes: it had not left the warehouse yet. Please send me the full office address and I will change it before the 15:00 run.',
    again: 'It is 14 Harbour Lane, second floor. Did it still make the 15:00 run?',
    replyAgain: 'It did. You will get a new tracking number within the hour.',
    note: 'Label reprinted for {order}.',
  },
  {
    team: 'Billing',
    topic: 'invoice',
    severity: 'S4',
    tags: ['invoice', 'vat'],
    subject: 'Invoice with VAT number for order {order}',
    text: 'Good morning, our accountant needs the invoice for order {order} ({amount} €) made out to the company, with the VAT number. Where can I enter it?',
    reply:
      'Good morning, please send us the company name, address and VAT number; we will cancel the old invoice and send a new one today.',
    again: 'Sent yesterday in a separate mail. Have you received it?',
    replyAgain: 'We have, thank you. The corrected invoice is attached to your account under Orders.',
    note: 'Old invoice of {order} cancelled, new one numbered.',
  },
  {
    team: 'Billing',
    topic: 'refund',
    severity: 'S3',
    tags: ['refund'],
    subject: 'Charged twice for order {order}',
    text: 'My bank statement shows {amount} € twice for order {order}, both on the same day. I only bought one {product}. Please refund the second payment.',
    reply:
      'You are right, and I apologise: our payment provider repeated the charge. The second {amount} € has been released; banks usually show it within three working days.',
    again: 'It has been a week and the money is not there. My bank says nothing is pending.',
    replyAgain:
      'I have checked with the provider: the release had failed. We transferred the amount ourselves this morning, the reference is your order number.',
    note: 'Duplicate capture, the provider confirms. Finance transfers by hand.',
  },
  {
    team: 'Technical',
    topic: 'pairing',
    severity: 'S3',
    tags: ['bluetooth'],
    subject: '{product} does not pair with my laptop',
    text: 'The {product} pairs with my phone, but my laptop does not see it at all. Bluetooth is on, I have restarted both. Is there a trick?',
    reply:
      'Please hold the power button for seven seconds until the light flashes white: that opens pairing for a second device. Then search again on the laptop.',
    again: 'The light flashes white but the laptop still finds nothing.',
    replyAgain:
      'Thank you for trying. Firmware before 4.1 hides itself from some adapters. Please update in the app once from the phone; then it appears.',
    note: 'Known with adapters of that maker; firmware 4.1 fixes it.',
  },
  {
    team: 'Technical',
    topic: 'battery',
    severity: 'S2',
    tags: ['battery', 'warranty'],
    subject: 'Battery gets hot while charging',
    text: 'My {product} becomes really hot near the left cup when it charges, too hot to touch. It is {days} days old. Is this dangerous? I have stopped using it.',
    reply:
      'Thank you for stopping at once: please do not charge it again. We send a replacement today and a box to return this one, at our cost.',
    again: 'The box has not arrived. I do not want this thing in my flat.',
    replyAgain:
      'Understood. A courier with a fireproof bag picks it up tomorrow between 9 and 11; you need not pack anything.',
    note: 'Quality wants this one for examination. Serial noted.',
  },
  {
    team: 'Technical',
    topic: 'app',
    severity: 'S3',
    tags: ['app', 'login'],
    subject: 'App signs me out every morning',
    text: 'Every morning the Bura app asks me to sign in again and my equaliser settings are gone. Phone is up to date.',
    reply:
      'That happens when the phone clears the app in the night. Please exempt the app from battery saving; your settings are kept in your account from version 5 on.',
    again: 'Done, and this morning it had signed me out again.',
    replyAgain: 'Version 5.0.2, out today, keeps you signed in. Could you update and tell me after the weekend?',
    note: 'Same as three others this month, all on the same maker of phones.',
  },
  {
    team: 'Orders',
    topic: 'return',
    severity: 'S4',
    tags: ['return'],
    subject: 'Returning the {product}, order {order}',
    text: 'I would like to return the {product} from order {order}. It is a fine thing but too large for my ears. What do I need to do?',
    reply:
      'Of course. You will find the return label in your account; drop the parcel at any post office within 30 days and we refund {amount} €.',
    again: 'The label does not print, the page stays white.',
    replyAgain: 'Here it is as an attachment-free code instead: show R-{order} at the counter, they print it for you.',
    note: 'White label page: reported to the web team.',
  },
  {
    team: 'Billing',
    topic: 'voucher',
    severity: 'S4',
    tags: ['voucher'],
    subject: 'Voucher code is not accepted',
    text: 'I have a 20 € voucher from the autumn campaign and the shop says it is not valid. It should run until the end of the year.',
    reply: 'It should indeed. I have made you a new code for 20 €, valid for a year: please use AUTUMN-{order}.',
    again: 'The new one says "already used".',
    replyAgain: 'My mistake, it was tied to another basket. I have taken 20 € off your last order instead.',
    note: 'Campaign codes were imported with the wrong end date.',
  },
];

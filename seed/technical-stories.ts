import type { Story } from './stories.ts';

export const TECHNICAL_STORIES: Story[] = [
  {
    from: 'luca',
    mailbox: 'support@bura.example',
    severity: 'S2',
    ago: 95,
    subject: 'Cuffia sostituita, guasta di nuovo',
    text: 'Buongiorno, la cuffia sostituita la settimana scorsa si è guastata di nuovo: il lato destro non suona. Se non ricevo risposta oggi scriverò una recensione.\n\nLuca Bianchi',
    later: [],
  },
  {
    from: 'olga',
    mailbox: 'support@bura.example',
    severity: 'S3',
    ago: 48,
    subject: 'Не включается после обновления',
    text: 'Здравствуйте! После обновления 4.2 наушники не включаются, индикатор мигает красным. Заряжала всю ночь. Что делать?\n\nОльга',
    later: [],
  },
  {
    from: 'tuan',
    mailbox: 'support@bura.example',
    severity: 'S3',
    ago: 130,
    subject: 'Lỗi đăng nhập khi đổi điện thoại',
    text: 'Chào anh chị, tôi đổi điện thoại và không đăng nhập được vào ứng dụng, mã xác nhận không đến. Nhờ anh chị kiểm tra giúp.',
    later: [
      {
        ago: 96,
        by: 'jonas',
        notes: 'The code goes out, but the old number is on file. I cannot change a verified number.',
      },
      { ago: 92, by: 'jonas', escalates: 'skill', words: 'Needs a check of identity and a change of the number.' },
      { ago: 80, by: 'minh', acknowledges: true },
      {
        ago: 44,
        by: 'minh',
        replies:
          'Chào anh Tuấn, tôi đang kiểm tra số điện thoại đã đăng ký. Anh vui lòng cho biết bốn số cuối của số cũ.',
      },
    ],
  },
  {
    from: 'hannah',
    mailbox: 'support@bura.example',
    severity: 'S3',
    ago: 300,
    subject: 'Left earcup rattles',
    text: 'Hello, the left earcup of my Bura Two rattles at low frequencies. It is four months old. A short recording is on my drive if you need it.\n\nHannah Brandt',
    later: [
      {
        ago: 270,
        by: 'jonas',
        replies:
          'Hello Hannah, thank you for the clear description. We replace the earcup; the label is on its way to you.',
      },
      { ago: 269, by: 'jonas', sets: 'waiting_on_customer' },
    ],
  },
  {
    from: 'ha',
    mailbox: 'support@bura.example',
    severity: 'S4',
    ago: 33,
    subject: 'Đổi màu tai nghe trước khi giao',
    text: 'Mình muốn đổi sang màu xanh trước khi giao được không ạ? Đơn hàng 10251.',
    later: [],
  },
  {
    from: 'kwame',
    mailbox: 'support@bura.example',
    severity: 'S3',
    ago: 420,
    subject: 'Bluetooth drops since update 4.2',
    text: 'Since 4.2 the connection drops every few minutes. It happens on the train every day, never at home. Log attached in the app, id 77120.',
    later: [
      {
        ago: 395,
        by: 'jonas',
        replies: 'Hello Kwame, thank you, I can see the drops in your log. Our engineers look at it today.',
      },
      { ago: 390, by: 'jonas', notes: 'Same pattern as 12 other logs since 4.2: crowded 2.4 GHz. Asked engineering.' },
      { ago: 388, by: 'jonas', sets: 'on_hold' },
    ],
  },
  {
    from: 'aiko',
    mailbox: 'support@bura.example',
    severity: 'S4',
    ago: 700,
    subject: 'Case hinge replacement',
    text: 'The hinge of the charging case broke. Is there a spare part I can buy?\n\nAiko',
    later: [
      { ago: 620, by: 'jonas', replies: 'Hello Aiko, the hinge ships today, free of charge, with tracking.' },
      { ago: 619, by: 'jonas', sets: 'solved' },
    ],
  },
  {
    from: 'kwame',
    mailbox: 'support@bura.example',
    severity: 'S1',
    ago: 12,
    subject: 'Earbud got very hot while charging',
    text: 'One earbud got so hot while charging that I had to drop it. Nobody is hurt. Should I keep using the case?',
    later: [
      {
        ago: 9,
        by: 'jonas',
        escalates: 'threat_or_abuse',
        words: 'Possible battery fault: safety first. I told him by phone to unplug it.',
      },
    ],
  },
  {
    from: 'ivan',
    mailbox: 'support@bura.example',
    severity: 'S3',
    ago: 28,
    subject: 'Mikrofon ne radi u pozivima',
    text: 'Mikrofon na Bura Two ne radi u pozivima, sugovornici me ne čuju. Glazba svira normalno.\n\nIvan',
    later: [],
  },
];

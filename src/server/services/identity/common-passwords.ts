/** What is tried first, without digits and signs at the end (those are cut off before comparing) and in lower case. */
const words = `
password passwort passw pass kennwort geheim secret secure sicher welcome willkommen hello hallo login admin administrator root user guest
letmein changeme default master superman batman dragon monkey football baseball basketball soccer hockey sunshine princess iloveyou
ichliebedich shadow michael jennifer jordan hunter killer trustno trustnoone whatever freedom starwars pokemon computer internet samsung
qwerty qwertz qwertyuiop qwertzuiop asdfgh asdfghjkl yxcvbnm zxcvbnm qazwsx qazwsxedc qweasd qweasdzxc abcdef abcdefg abcdefgh abcabc
nodecg nodecgnext broadcast livestream streaming stream streamer twitch youtube obsstudio production director producer operator viewer
show showtime studio graphics overlay esports tournament finals speedrun marathon test testing tester testtest demo example sample
passwordpassword passwortpasswort adminadmin rootroot useruser mypassword meinpasswort newpassword password abc abcabcabc adminpassword
administratoradministrator passphrase correcthorsebatterystaple loveyou lovely flower chocolate cookie summer winter spring autumn sommer
herbst fruehling schatz liebling fussball bayern dortmund deutschland berlin hamburg muenchen england london america google facebook
microsoft windows apple android iphone access account private letmeinplease opensesame sesame jesus angel friends family
`;
const digits = `
1234567890 0123456789 0987654321 9876543210 12345678910 1234512345 1234554321 1122334455 1111111111 0000000000 1212121212 123123123123
123456789a 1q2w3e4r5t 1q2w3e4r5t6y 1qaz2wsx3edc q1w2e3r4t5 a1b2c3d4e5 abcd123456 abc1234567 qwerty1234 qwertz1234 asdf123456 zaq12wsxcde3
`;

/** A short list: length is what makes a password strong, this only keeps the first guesses out. */
export const commonPasswords: ReadonlySet<string> = new Set(`${words}${digits}`.split(/\s+/).filter((word) => word !== ''));

#!/usr/bin/env bash
# Makes the film of the demo's lesson, rack.webm: drawn by ffmpeg from what stands here, with the project's own copy of
# Inter. Made for this project; CC0. FFMPEG names another program.
set -euo pipefail
cd "$(dirname "$0")"
font=../../../documents/fonts/Inter-SemiBold.ttf
small=../../../documents/fonts/Inter-Regular.ttf
line() { echo "drawtext=fontfile=$1:fontsize=$2:fontcolor=$3:x=$4:y=$5:text='$6':enable='between(t,$7,$8)'"; }
drives=""
for n in $(seq 0 11); do
  # Twelve drives appear one after the other, the last two in the colour of protection.
  colour=0x4c7bd9; [ "$n" -ge 10 ] && colour=0xe0a23c
  drives="$drives,drawbox=x=$((64 + n * 43)):y=150:w=34:h=120:color=$colour:t=fill:enable='gte(t,$(awk "BEGIN{print 0.2 + $n * 0.25}"))'"
done
"${FFMPEG:-ffmpeg}" -y -loglevel error -f lavfi -i color=c=0x10233f:s=640x360:r=15:d=12 -vf "\
$(line $font 30 white 64 60 'Gross\: 240 TB' 0 4),$(line $small 18 0xc8d4ea 64 300 'Twelve drives of 20 TB' 0 4),\
$(line $font 30 white 64 60 'Net\: 200 TB' 4 8),$(line $small 18 0xc8d4ea 64 300 'Two drives protect the others' 4 8),\
$(line $font 30 white 64 60 'Usable\: 160 TB' 8 12),$(line $small 18 0xc8d4ea 64 300 'Plan with 80 percent, so that writes stay fast' 8 12)\
$drives,drawbox=x=60:y=276:w=406:h=4:color=0x6fcf97:t=fill:enable='gte(t,8)'" \
  -an -c:v libvpx-vp9 -crf 40 -b:v 0 -g 30 -pix_fmt yuv420p -map_metadata -1 -fflags +bitexact -flags:v +bitexact rack.webm
